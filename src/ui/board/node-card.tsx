import { CircleCheck, CircleHelp, CircleX, Ellipsis, Lock } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { NodeView, PodView } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { counted } from '../state/format.ts';
import { nodePlace } from '../state/place.ts';
import { shownDecision } from '../state/store.ts';
import { troublesOf } from '../state/troubles.ts';
import { usePage } from '../state/use-page.ts';
import type { Density } from './density.ts';
import { tokenMode } from './density.ts';
import { PodGroup } from './pod-group.tsx';
import type { BarTexts } from './resource-bars.tsx';
import { ResourceBars, occupies } from './resource-bars.tsx';
import { nodeText, readyText, taintText } from './texts.ts';
import { Troubles } from './troubles.tsx';
import { Verdict } from './verdict.tsx';
import styles from './node-card.module.css';

const noPods: readonly PodView[] = [];
/** The system's pods have names on a card only while they are few. */
const namedSystemPods = 8;

/** From so many letters on a name needs the room of what stands beside it. */
const longName = 12;

const barTexts: Record<Density, BarTexts> = {
  roomy: 'amounts',
  cosy: 'percent',
  compact: 'none',
  tiny: 'none',
};

/** One node: what it is, what it has left, its pods, and what is said of it while a pod is considered. */
export const NodeCard = memo(function NodeCard(props: {
  readonly node: NodeView;
  readonly density: Density;
  /** There is room for the names of the system's pods. */
  readonly namedSystem: boolean;
}) {
  const { node, density } = props;
  const pods = usePage((state) => state.places.podsByPlace.get(nodePlace(node.name)) ?? noPods);
  const said = usePage((state) => state.verdicts.get(node.name));
  const verdict = said?.verdict;
  const chosen = usePage((state) => shownDecision(state)?.nodeName === node.name);
  const lit = usePage((state) => state.lit.nodes.has(node.name) || state.inspected?.uid === node.uid);
  const dim = usePage((state) => state.lit.nodes.size > 0 && !state.lit.nodes.has(node.name));
  const systemPods = usePage((state) => state.systemPods);
  const faults = usePage((state) => state.mirror.faults);
  const troubles = useMemo(() => troublesOf(faults, node.name), [faults, node.name]);

  const apps = pods.filter((pod) => !pod.system);
  const system = systemPods === 'hidden' ? noPods : pods.filter((pod) => pod.system);
  const use = usedBy(pods);
  const wide = density === 'roomy' || density === 'cosy';
  const systemMode =
    systemPods === 'full' || (props.namedSystem && system.length <= namedSystemPods) ? 'named' : 'marks';
  const card = (
    <div
      role="treeitem"
      aria-level={1}
      aria-expanded
      aria-selected={lit}
      aria-label={nodeText(node, use, verdict, troubles)}
      tabIndex={-1}
      data-node={node.name}
      data-uid={node.uid}
      data-density={density}
      className={classNames(
        styles.node,
        verdict?.verdict === 'refused' && styles.refused,
        chosen && styles.chosen,
        lit && styles.lit,
        dim && styles.dim,
        node.ready !== 'True' && styles.notReady,
      )}
    >
      <header className={styles.header}>
        <b className={classNames(styles.name, node.name.length >= longName && styles.longName)}>
          {node.name}
        </b>
        {!wide && verdict?.total !== undefined ? (
          <b className={styles.total}>
            <span>{verdict.total}</span>
          </b>
        ) : (
          <Ready node={node} text={wide} />
        )}
        {wide && <MenuButton name={node.name} />}
      </header>
      <div className={styles.body}>
        <Troubles troubles={troubles} wide={wide} />
        {density === 'roomy' && <Labels node={node} />}
        {node.taints.length > 0 && density !== 'tiny' && (
          <Taints node={node} full={density === 'roomy'} wide={wide} />
        )}
        {density !== 'tiny' && <ResourceBars node={node} pods={pods} texts={barTexts[density]} />}
        <div role="group" className={styles.pods} aria-label={`pods on ${node.name}`}>
          <PodGroup pods={apps} mode={tokenMode(density, apps.length)} />
          {wide || systemPods === 'full' ? (
            <PodGroup pods={system} mode={systemMode} />
          ) : (
            system.length > 0 && (
              <span className={styles.systemCount} title={`${counted(system.length, 'pod')} of kube-system`}>
                +{system.length}
              </span>
            )
          )}
        </div>
      </div>
      {said && <Verdict said={said} chosen={chosen} small={!wide} />}
    </div>
  );
  // An item of a grid cannot be laid out without the grid; a box inside of one can.
  return wide ? (
    card
  ) : (
    <div role="none" className={styles.place}>
      {card}
    </div>
  );
});

/** For the mouse; the keyboard opens the same menu on the card itself. */
function MenuButton({ name }: { readonly name: string }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      data-menu
      className={styles.menu}
      title={`What can be done with ${name}`}
    >
      <Ellipsis size="1.1em" />
    </button>
  );
}

function usedBy(pods: readonly PodView[]) {
  let cpuMillis = 0;
  let memoryBytes = 0;
  for (const pod of pods) {
    if (!occupies(pod)) continue;
    cpuMillis += pod.requests.cpuMillis;
    memoryBytes += pod.requests.memoryBytes;
  }
  return { cpuMillis, memoryBytes, pods: pods.length };
}

function Ready({ node, text }: { readonly node: NodeView; readonly text: boolean }) {
  const Icon = node.unschedulable
    ? Lock
    : node.ready === 'True'
      ? CircleCheck
      : node.ready === 'False'
        ? CircleX
        : CircleHelp;
  const tone = node.ready !== 'True' ? styles.bad : node.unschedulable ? styles.cordoned : styles.good;
  return (
    <span className={classNames(styles.ready, tone)}>
      <Icon aria-hidden size="1em" strokeWidth={2.4} />
      {text && <span className={styles.word}>{readyText(node)}</span>}
    </span>
  );
}

/** Roles, and the labels that somebody gave: those that every node has say nothing. */
function Labels({ node }: { readonly node: NodeView }) {
  const own = Object.entries(node.labels).filter(
    ([key]) =>
      !/^(beta\.)?kubernetes\.io\/(os|arch|hostname)$/.test(key) &&
      !key.startsWith('node-role.kubernetes.io/') &&
      !key.startsWith('node.kubernetes.io/exclude'),
  );
  if (own.length + node.roles.length === 0) return null;
  return (
    <div className={styles.labels}>
      {node.roles.map((role) => (
        <span key={role} className={styles.chip}>
          {role}
        </span>
      ))}
      {own.map(([key, value]) => (
        <span key={key} className={styles.label}>
          {value === '' ? key : `${key}=${value}`}
        </span>
      ))}
    </div>
  );
}

function Taints({
  node,
  full,
  wide,
}: {
  readonly node: NodeView;
  readonly full: boolean;
  readonly wide: boolean;
}) {
  return (
    <div className={styles.taints}>
      {node.taints.map((taint) => {
        const text = taintText(taint);
        return (
          <span key={text} className={classNames(styles.taint, full && styles.wrap)} title={text}>
            {full ? (
              <Breakable text={text} />
            ) : (
              `${taint.key.split('/').at(-1)}${wide ? `:${taint.effect}` : ''}`
            )}
          </span>
        );
      })}
    </div>
  );
}

/** A long name may break after a slash rather than anywhere. */
function Breakable({ text }: { readonly text: string }) {
  const at = text.indexOf('/') + 1;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
}
