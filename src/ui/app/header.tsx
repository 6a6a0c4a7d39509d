import { CircleQuestionMark, Server } from 'lucide-react';
import { Button } from '../kit/button.tsx';
import { counted } from '../state/format.ts';
import { usePage } from '../state/use-page.ts';
import { ClusterMenu } from '../menus/cluster-menu.tsx';
import { Company } from './company.tsx';
import styles from './header.module.css';
import { ShareMenu } from './share-menu.tsx';
import { Transport } from './transport.tsx';
import { ViewMenu } from './view-menu.tsx';

/** The bar on top: what this is, the controls of time, and what can be done with the whole. */
export function Header(props: {
  readonly embed: boolean;
  readonly boardOnly: boolean;
  readonly onBoardOnly: () => void;
  readonly onHelp: () => void;
  readonly onAddNode: () => void;
}) {
  if (props.embed) {
    return (
      <header className={styles.bar} data-embed>
        <Transport />
      </header>
    );
  }
  return (
    <header className={styles.bar}>
      <h1 className={styles.brand}>
        <img src="./icon.svg" alt="" width={20} height={20} />
        Podyard
      </h1>
      <Summary />
      <Company />
      <Transport />
      <div className={styles.actions}>
        <Button icon={Server} label="Add a node" iconOnly onClick={props.onAddNode} />
        <ClusterMenu />
        <ShareMenu />
        <ViewMenu boardOnly={props.boardOnly} onBoardOnly={props.onBoardOnly} />
        <Button
          icon={CircleQuestionMark}
          label="Keys and help"
          keys="?"
          iconOnly
          className={styles.optional}
          onClick={props.onHelp}
        />
      </div>
    </header>
  );
}

function Summary() {
  const nodes = usePage((state) => state.mirror.nodes.size);
  const pods = usePage((state) => state.mirror.pods.size);
  return (
    <p className={styles.summary}>
      Kubernetes v1.36 <span aria-hidden>·</span> {counted(nodes, 'node')} <span aria-hidden>·</span>{' '}
      {counted(pods, 'pod')}
    </p>
  );
}
