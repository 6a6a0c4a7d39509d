import type { Story } from '../step.ts';
import { accessStories } from './access.ts';
import { courseStories } from './course.ts';
import { readingStories } from './reading.ts';
import { runningStories } from './running.ts';
import { writingStories } from './writing.ts';

/** In this order, on one cluster: the last story takes a node away. */
export const stories: readonly Story[] = [
  ...courseStories,
  ...readingStories,
  ...writingStories,
  ...accessStories,
  ...runningStories,
];
