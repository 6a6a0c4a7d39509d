import { formatMicroTime } from '../api/time.ts';
import type { ServedFiles } from '../machine/served-files.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { ContainerView } from './runtime-view.ts';

/** Where the logs of a machine's containers lie. */
export const podLogFolder = '/var/log/pods';

/** The containers' logs as files, in the format that runtimes write. Models kubelet's pod log directory (v1.36). */
export function podLogFiles(containers: () => NodeRuntime): ServedFiles {
  return {
    *list() {
      for (const container of containers().view().containers)
        yield {
          path: logFile(container),
          sizeBytes: container.log.reduce((sum, { text }) => sum + text.length + lineHead, 0),
          modifiedMs: container.log.at(-1)?.atMs ?? container.createdMs,
        };
    },
    read: (path) => {
      const found = containers()
        .view()
        .containers.find((container) => logFile(container) === path);
      return found?.log
        .map(
          ({ atMs, stream, text, isWhole }) =>
            `${formatMicroTime(atMs)} ${stream} ${isWhole === false ? 'P' : 'F'} ${text}\n`,
        )
        .join('');
    },
  };
}

/** What stands before the text of a line. */
const lineHead = '2026-01-05T09:00:00.000000Z stdout F \n'.length;

function logFile({ podNamespace, podName, podUid, name, attempt }: ContainerView): string {
  return `${podNamespace}_${podName}_${podUid}/${name}/${attempt}.log`;
}
