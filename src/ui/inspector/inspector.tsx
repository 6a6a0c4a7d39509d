import { Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Decision, Inspection } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { ScoreTable } from '../kit/score-table.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { inspect, light, pin, wholeDecision } from '../state/actions.ts';
import { pluginHue } from '../state/colour.ts';
import { ageText } from '../state/format.ts';
import { send } from '../state/session.ts';
import type { ObjectName } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import { YamlText } from './yaml-text.tsx';
import styles from './inspector.module.css';

type View = 'describe' | 'yaml' | 'conditions' | 'events' | 'decision';

/** Everything about one object, as it is stored now. */
export function Inspector({ object }: { readonly object: ObjectName }) {
  const [view, setView] = useState<View>('describe');
  const [problem, setProblem] = useState<string | null>(null);
  const inspection = useInspection(object);
  const decision = useLastDecision(object);
  const tabs = [
    { id: 'describe', label: 'Describe' },
    { id: 'yaml', label: 'YAML' },
    { id: 'conditions', label: 'Conditions' },
    { id: 'events', label: 'Events', note: inspection?.events.length },
    ...(decision ? [{ id: 'decision', label: 'Decision' }] : []),
  ];
  const chosen = tabs.some((tab) => tab.id === view) ? view : 'describe';
  return (
    <section className={styles.inspector} aria-label={`Inspector: ${object.name}`} data-pane="inspector">
      <header className={styles.header}>
        <div className={styles.name}>
          <span>
            {object.namespace === '' ? object.resource : `${object.namespace} / ${object.resource}`}
          </span>
          <h2>{object.name}</h2>
        </div>
        {object.resource === 'nodes' && (
          <Button
            icon={Trash2}
            label="Remove this node"
            iconOnly
            onClick={() => void removeNode(object.name).then(setProblem)}
          />
        )}
        <Button icon={X} label="Close the inspector" keys="Esc" iconOnly onClick={() => inspect(undefined)} />
      </header>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <Tabs label="Views" tabs={tabs} chosen={chosen} onChoose={(id) => setView(id as View)}>
        <div className={styles.body} tabIndex={0} role="group" aria-label={object.name}>
          {inspection === undefined && <p className={styles.hint}>…</p>}
          {inspection === null && <p className={styles.hint}>It does not exist any more.</p>}
          {inspection && chosen === 'describe' && <pre className={styles.text}>{inspection.description}</pre>}
          {inspection && chosen === 'yaml' && <YamlText text={inspection.yaml} />}
          {inspection && chosen === 'conditions' && <Conditions inspection={inspection} />}
          {inspection && chosen === 'events' && <Events inspection={inspection} />}
          {decision && chosen === 'decision' && (
            <div className={styles.decision}>
              <p>{decision.sentence}</p>
              <ScoreTable
                verdicts={decision.verdicts}
                chosen={decision.nodeName}
                hueOf={pluginHue}
                onPoint={light}
              />
              <Button label="Show it on the board" look="raised" onClick={() => pin(decision)} />
            </div>
          )}
        </div>
      </Tabs>
    </section>
  );
}

/** Why the node could not be removed; null when it was. */
async function removeNode(name: string): Promise<string | null> {
  const { problem } = await send('removeNode', { name });
  if (problem === null) inspect(undefined);
  return problem;
}

/** The object as it is; asked for again whenever its picture changed. */
function useInspection(object: ObjectName): Inspection | null | undefined {
  const [answer, setAnswer] = useState<{ uid: string; inspection: Inspection | null }>();
  const picture = usePage((state) => state.mirror.pods.get(object.uid) ?? state.mirror.nodes.get(object.uid));
  const events = usePage((state) => state.mirror.events.size);
  useEffect(() => {
    let current = true;
    const { resource, namespace, name, uid } = object;
    void send('inspect', { resource, namespace, name }).then((inspection) => {
      if (current) setAnswer({ uid, inspection });
    });
    return () => {
      current = false;
    };
  }, [object, picture, events]);
  return answer?.uid === object.uid ? answer.inspection : undefined;
}

/** The last decision about a pod; its verdicts may come a little later. */
function useLastDecision(object: ObjectName): Decision | undefined {
  const last = usePage((state) => state.mirror.decisions.findLast((past) => past.podUid === object.uid));
  const [whole, setWhole] = useState<Decision>();
  useEffect(() => {
    if (last) void wholeDecision(last).then(setWhole);
  }, [last]);
  return whole?.id === last?.id ? whole : last;
}

function Conditions({ inspection }: { readonly inspection: Inspection }) {
  const nowMs = usePage((state) => Math.floor(state.mirror.time.nowMs / 1000) * 1000);
  if (inspection.conditions.length === 0) return <p className={styles.hint}>It has no conditions.</p>;
  return (
    <ul className={styles.list}>
      {inspection.conditions.map((condition) => (
        <li key={condition.type}>
          <p>
            <b>{condition.type}</b> <span data-status={condition.status}>{condition.status}</span>
            {condition.sinceMs !== undefined && <small>for {ageText(nowMs - condition.sinceMs)}</small>}
          </p>
          {(condition.reason || condition.message) && (
            <p className={styles.soft}>{[condition.reason, condition.message].filter(Boolean).join(': ')}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Events({ inspection }: { readonly inspection: Inspection }) {
  const nowMs = usePage((state) => Math.floor(state.mirror.time.nowMs / 1000) * 1000);
  if (inspection.events.length === 0) return <p className={styles.hint}>No events.</p>;
  return (
    <ul className={styles.list}>
      {inspection.events.map((event) => (
        <li key={event.uid}>
          <p>
            <b>{event.reason}</b>
            <small>
              {ageText(nowMs - event.lastMs)} ago{event.count > 1 && `, ×${event.count}`} · {event.source}
            </small>
          </p>
          <p className={styles.soft}>{event.message}</p>
        </li>
      ))}
    </ul>
  );
}
