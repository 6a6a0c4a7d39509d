import type { Pod } from '../../../api/types.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import { maxNodeScore, minNodeScore, type ScorePlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

const mebibyte = 1024 * 1024;
/** Less than this on a node does not count. */
const minBytes = 23 * mebibyte;
const maxBytesOfContainer = 1000 * mebibyte;

/** Nodes that have the pod's images are better, the more so the larger those are. Models plugins/imagelocality (v1.36). */
export class ImageLocality implements ScorePlugin {
  readonly name = 'ImageLocality';
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** No node has any of the images. */
  uniformScore(_state: CycleState, { pod }: PodInfo): number | undefined {
    const { snapshot } = this.#handle;
    for (const image of imagesOf(pod))
      if (snapshot.image(normalizedImageName(image)) !== undefined) return undefined;
    return minNodeScore;
  }

  score(_state: CycleState, { pod }: PodInfo, node: NodeInfo): number {
    if (node.images.size === 0) return 0;
    const { snapshot } = this.#handle;
    const allNodes = snapshot.nodes.length;
    let bytes = 0;
    for (const image of imagesOf(pod)) {
      const name = normalizedImageName(image);
      const state = node.images.has(name) ? snapshot.image(name) : undefined;
      if (state === undefined) continue;
      // An image that is spread over few nodes counts for less, so that they are not overrun.
      bytes += Math.trunc(state.sizeBytes * (state.nodes / allNodes));
    }
    const containers = (pod.spec.initContainers?.length ?? 0) + (pod.spec.containers?.length ?? 0);
    const maxBytes = maxBytesOfContainer * containers;
    const counted = Math.min(Math.max(bytes, minBytes), maxBytes);
    return Math.floor((maxNodeScore * (counted - minBytes)) / (maxBytes - minBytes));
  }
}

function* imagesOf({ spec }: Pod): Iterable<string> {
  for (const { image } of spec.initContainers ?? []) if (image) yield image;
  for (const { image } of spec.containers ?? []) if (image) yield image;
  for (const { image } of spec.volumes ?? []) if (image?.reference) yield image.reference;
}

/** Models imagelocality.normalizedImageName (v1.36): without a tag it is `latest`. */
function normalizedImageName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
