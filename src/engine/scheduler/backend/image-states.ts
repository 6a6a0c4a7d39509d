import type { NodeInfo } from '../framework/node-info.ts';
import type { ImageState } from '../framework/snapshot.ts';

/**
 * The images of all nodes. An image has the size that the first node told which has it. Models
 * cache.imageStates (v1.36).
 */
export class ImageStates {
  readonly #states = new Map<string, { sizeBytes: number; nodes: number }>();
  /** What was counted for each node, by its name. */
  readonly #counted = new Map<string, NodeInfo['images']>();

  get(name: string): ImageState | undefined {
    return this.#states.get(name);
  }

  /** Takes over the images of a node, which is new or has changed. */
  setNode({ name, images }: NodeInfo): void {
    if (this.#counted.get(name) === images) return;
    this.removeNode(name);
    this.#counted.set(name, images);
    for (const [image, sizeBytes] of images) {
      const state = this.#states.get(image);
      if (state === undefined) this.#states.set(image, { sizeBytes, nodes: 1 });
      else state.nodes++;
    }
  }

  removeNode(name: string): void {
    for (const image of this.#counted.get(name)?.keys() ?? []) {
      const state = this.#states.get(image);
      if (state !== undefined && --state.nodes === 0) this.#states.delete(image);
    }
    this.#counted.delete(name);
  }
}
