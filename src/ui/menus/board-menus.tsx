import { useEffect, useState } from 'react';
import { Menu, type MenuGroup, type MenuPlace } from '../kit/menu.tsx';
import { page } from '../state/store.ts';
import { DragToBind } from './drag-to-bind.tsx';
import { LabelsDialog } from './labels-dialog.tsx';
import { nodeMenu, type NodeDialog } from './node-menu.ts';
import { podMenu } from './pod-menu.ts';
import { SizeDialog } from './size-dialog.tsx';

interface OpenMenu {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly at: MenuPlace;
}

/**
 * What can be done with the nodes and pods of the board: a menu by right click, by a card's button, or
 * with the keyboard; and pods that are dragged onto nodes. It knows of the board only what each item
 * says of itself: `data-node`, `data-pod`.
 */
export function BoardMenus() {
  const [menu, setMenu] = useState<OpenMenu>();
  const [dialog, setDialog] = useState<NodeDialog>();

  useEffect(() => {
    const open = (event: Event, target: EventTarget | null, at?: MenuPlace): void => {
      const item = itemAt(target);
      const groups = item && groupsOf(item, setDialog);
      if (!item || !groups) return;
      event.preventDefault();
      event.stopPropagation();
      setMenu({ ...groups, at: at ?? item.getBoundingClientRect() });
    };
    const onContextMenu = (event: MouseEvent): void => {
      // The keyboard's own key for menus comes without a place.
      const { clientX: x, clientY: y } = event;
      open(event, event.target, x + y > 0 ? { left: x, right: x, top: y, bottom: y } : undefined);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.shiftKey && event.key === 'Enter') || (event.shiftKey && event.key === 'F10'))
        open(event, event.target);
    };
    const onClick = (event: MouseEvent): void => {
      const button = (event.target as Element).closest('[data-menu]');
      if (button) open(event, event.target, button.getBoundingClientRect());
    };
    document.addEventListener('contextmenu', onContextMenu);
    document.addEventListener('keydown', onKeyDown, { capture: true });
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      document.removeEventListener('contextmenu', onContextMenu);
      document.removeEventListener('keydown', onKeyDown, { capture: true });
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, []);

  const close = (): void => setDialog(undefined);
  return (
    <>
      {menu && <Menu {...menu} onClose={() => setMenu(undefined)} />}
      {dialog?.kind === 'labels' && <LabelsDialog node={dialog.node} onClose={close} />}
      {dialog?.kind === 'size' && <SizeDialog node={dialog.node} onClose={close} />}
      <DragToBind />
    </>
  );
}

function itemAt(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>('[data-pane="board"] :is([data-pod], [data-node])');
}

function groupsOf(
  { dataset }: HTMLElement,
  openDialog: (dialog: NodeDialog) => void,
): Omit<OpenMenu, 'at'> | undefined {
  const { nodes, pods } = page.getState().mirror;
  const pod = pods.get(dataset['pod'] ?? '');
  if (pod) return { label: `Pod ${pod.name}`, groups: podMenu(pod, [...nodes.values()]) };
  const node = nodes.get(dataset['uid'] ?? '');
  return node && { label: `Node ${node.name}`, groups: nodeMenu(node, openDialog) };
}
