import type { ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { inspect, light } from '../state/actions.ts';
import type { ObjectName } from '../state/store.ts';
import { page } from '../state/store.ts';
import { textCells } from './cells.ts';

const name = /[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/g;

/** The object of the board that a word names: a pod, or a node. */
function objectNamed(word: string): ObjectName | undefined {
  const { pods, nodes } = page.getState().mirror;
  for (const [uid, pod] of pods)
    if (pod.name === word) return { resource: 'pods', namespace: pod.namespace, name: word, uid };
  for (const [uid, node] of nodes)
    if (node.name === word) return { resource: 'nodes', namespace: '', name: word, uid };
  return undefined;
}

/** The names of pods and nodes in a row: where they stand, and what they name. */
export function namesIn(
  row: string,
  find: (word: string) => ObjectName | undefined = objectNamed,
): { from: number; to: number; object: ObjectName }[] {
  return Array.from(row.matchAll(name)).flatMap(({ 0: word, index }) => {
    const object = find(word);
    if (object === undefined) return [];
    const from = textCells(row.slice(0, index));
    return [{ from, to: from + textCells(word), object }];
  });
}

/** A click on the name of a pod or a node shows it on the board. */
export function objectLinks(screen: Terminal): ILinkProvider {
  return {
    provideLinks: (rowNumber, answer) => {
      const row = screen.buffer.active.getLine(rowNumber - 1)?.translateToString(true) ?? '';
      answer(
        namesIn(row).map(({ from, to, object }): ILink => ({
          range: { start: { x: from + 1, y: rowNumber }, end: { x: to, y: rowNumber } },
          text: object.name,
          activate: () => {
            inspect(object);
            if (object.resource === 'pods') light([], [object.uid]);
            else light([object.name]);
          },
        })),
      );
    },
  };
}
