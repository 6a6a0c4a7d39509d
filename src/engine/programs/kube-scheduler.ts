import { marker } from './marker.ts';
import type { Program } from './program.ts';

export const kubeScheduler: Program = marker([10259], ['Serving securely on 127.0.0.1:10259']);
