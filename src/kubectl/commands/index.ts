import type { Command } from '../context.ts';
import { apply, setLastApplied, viewLastApplied } from './apply.ts';
import { createFile } from './create-file.ts';
import { deleteObjects } from './delete.ts';
import { describe } from './describe.ts';
import { cordon, drain, uncordon } from './drain.ts';
import { edit } from './edit.ts';
import { events } from './events.ts';
import { get } from './get.ts';
import { annotate, label } from './label.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { runPod } from './run-pod.ts';
import { scale } from './scale.ts';
import { taint } from './taint.ts';

/** What each command does, by its path. A command that only holds others has no entry. */
export const commands: Readonly<Record<string, Command>> = {
  'kubectl annotate': annotate,
  'kubectl apply': apply,
  'kubectl apply set-last-applied': setLastApplied,
  'kubectl apply view-last-applied': viewLastApplied,
  'kubectl cordon': cordon,
  'kubectl create': createFile,
  'kubectl delete': deleteObjects,
  'kubectl describe': describe,
  'kubectl drain': drain,
  'kubectl edit': edit,
  'kubectl events': events,
  'kubectl get': get,
  'kubectl label': label,
  'kubectl patch': patch,
  'kubectl replace': replace,
  'kubectl run': runPod,
  'kubectl scale': scale,
  'kubectl taint': taint,
  'kubectl uncordon': uncordon,
};
