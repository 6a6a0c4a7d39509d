import type { CSSProperties, FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { useMemo, useRef } from 'react';
import type { NodeView } from '../../session/protocol.ts';
import { inspect, light, lightNothing } from '../state/actions.ts';
import { nodePlace } from '../state/place.ts';
import type { Place } from '../state/place.ts';
import { page } from '../state/store.ts';
import type { ObjectName } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import { Caption } from './caption.tsx';
import { cardContent } from './card-content.ts';
import { layoutFor, namesFit, smallCardLines } from './density.ts';
import { Flights } from './flights.tsx';
import { Lane } from './lane.tsx';
import { LostNode } from './lost-node.tsx';
import { NodeCard } from './node-card.tsx';
import { moveInTree } from './tree-keys.ts';
import { useRoom } from './use-room.ts';
import styles from './board.module.css';

/** Lanes have a column of fixed width: their text grows less than that of the cards. */
const laneScale = 1.1;

/**
 * The cluster: schedulers with the pods that wait for them, and nodes with the pods that they run.
 * It is a tree for keyboards and screen readers; the picture is its items' look.
 */
export function Board() {
  const tree = useRef<HTMLDivElement>(null);
  const nodesBox = useRef<HTMLDivElement>(null);
  const lanes = usePage((state) => state.mirror.lanes);
  const nodeViews = usePage((state) => state.mirror.nodes);
  const places = usePage((state) => state.places.podsByPlace);
  const nodes = useMemo(() => nodesInOrder(nodeViews.values()), [nodeViews]);
  const lost = useMemo(() => lostNodeNames(nodes, places.keys()), [nodes, places]);
  const room = useRoom(tree, nodesBox);
  const layout = layoutFor(room, nodes.length + lost.length);
  const { density, scale } = layout;
  const systemPods = usePage((state) => state.systemPods);
  // Names have no fixed size: with all of them shown, cards grow as they must.
  const lines =
    systemPods === 'full'
      ? undefined
      : smallCardLines(
          layout,
          room,
          nodes.map((node) => cardContent(density, node, places.get(nodePlace(node.name)))),
        );
  return (
    <section className={styles.board} aria-label="Board" data-pane="board">
      <div
        ref={tree}
        className={styles.tree}
        role="tree"
        aria-label="Cluster"
        tabIndex={0}
        onFocus={enterTree}
        onBlur={leaveTree}
        onKeyDown={onKeyDown}
        onClick={(event) => inspectAt(event.target)}
        onMouseOver={pointAt}
        onMouseLeave={lightNothing}
      >
        <div className={styles.lanes} role="none" style={{ fontSize: `${Math.min(scale, laneScale)}em` }}>
          {lanes.map((lane) => (
            <Lane key={lane.schedulerName} lane={lane} />
          ))}
        </div>
        <div
          className={styles.nodes}
          role="none"
          ref={nodesBox}
          data-density={density}
          data-even={lines !== undefined || undefined}
          style={{ fontSize: `${scale}em`, '--lines': lines } as CSSProperties}
        >
          {nodes.map((node) => (
            <NodeCard key={node.uid} node={node} density={density} namedSystem={namesFit(layout, room)} />
          ))}
          {lost.map((name) => (
            <LostNode key={name} name={name} />
          ))}
        </div>
      </div>
      <Caption />
      <Flights />
    </section>
  );
}

const byName = new Intl.Collator('en', { numeric: true });

/** Control planes first, then by name, `node2` before `node10`. */
function nodesInOrder(nodes: Iterable<NodeView>): NodeView[] {
  const rank = (node: NodeView): number => (node.roles.includes('control-plane') ? 0 : 1);
  return [...nodes].sort((a, b) => rank(a) - rank(b) || byName.compare(a.name, b.name));
}

/** Names that pods are bound to although no such node exists. */
function lostNodeNames(nodes: readonly NodeView[], places: Iterable<Place>): string[] {
  const known = new Set<string>(nodes.map((node) => nodePlace(node.name)));
  return [...places]
    .filter((place) => place.startsWith('node/') && !known.has(place))
    .map((place) => place.slice('node/'.length));
}

/** The tree is one stop for the Tab key: focus goes on to the item that had it last. */
function enterTree(event: FocusEvent<HTMLElement>): void {
  const tree = event.currentTarget;
  if (event.target !== tree) {
    for (const item of tree.querySelectorAll<HTMLElement>('[data-roving]')) {
      item.removeAttribute('data-roving');
      item.tabIndex = -1;
    }
    event.target.setAttribute('data-roving', '');
    event.target.tabIndex = 0;
    tree.tabIndex = -1;
    return;
  }
  tree.querySelector<HTMLElement>('[data-roving], [data-node], [role="treeitem"]')?.focus();
}

function leaveTree(event: FocusEvent<HTMLElement>): void {
  if (event.currentTarget.contains(event.relatedTarget)) return;
  event.currentTarget.tabIndex = 0;
  event.target.tabIndex = -1;
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  if (moveInTree(event)) return;
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  event.stopPropagation();
  inspectAt(event.target);
}

function inspectAt(target: EventTarget): void {
  const object = objectAt(target);
  if (object) inspect(object);
}

/** The pod or node whose picture an element belongs to. */
function objectAt(target: EventTarget): ObjectName | undefined {
  const element = (target as Element).closest<HTMLElement>('[data-pod], [data-node]');
  const { pods } = page.getState().mirror;
  const pod = pods.get(element?.dataset['pod'] ?? '');
  if (pod) return { resource: 'pods', namespace: pod.namespace, name: pod.name, uid: pod.uid };
  const { node, uid } = element?.dataset ?? {};
  return node && uid ? { resource: 'nodes', namespace: '', name: node, uid } : undefined;
}

/** Rows that speak of the pod under the pointer light up. */
function pointAt(event: MouseEvent<HTMLElement>): void {
  const pod = (event.target as Element).closest<HTMLElement>('[data-pod]')?.dataset['pod'];
  if (pod) light([], [pod]);
  else lightNothing();
}
