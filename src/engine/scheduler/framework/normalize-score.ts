import { maxNodeScore } from './interface.ts';

/**
 * Scales scores so that the highest becomes 100, whole numbers; reversed, 100 − that. Where all are
 * 0 they stay 0, reversed 100. Models helper.DefaultNormalizeScore (v1.36).
 */
export function defaultNormalizeScores(scores: Float64Array, reverse: boolean): void {
  let highest = 0;
  for (const score of scores) if (score > highest) highest = score;
  for (let index = 0; index < scores.length; index++) {
    const scaled = highest === 0 ? 0 : Math.floor((maxNodeScore * (scores[index] as number)) / highest);
    scores[index] = reverse ? maxNodeScore - scaled : scaled;
  }
}
