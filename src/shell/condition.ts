import { compareWords, evaluateArithmetic, matchesPattern, type Condition } from '../engine/index.ts';
import { expandPattern, expandText, type Expander } from './expand.ts';
import { fileTest } from './file-test.ts';
import { variables } from './variables.ts';

const longestText = 10_000;

/** What `[[ … ]]` finds. */
export async function conditionHolds(test: Condition, expander: Expander): Promise<boolean> {
  switch (test.kind) {
    case 'both':
      return (await conditionHolds(test.left, expander)) && (await conditionHolds(test.right, expander));
    case 'either':
      return (await conditionHolds(test.left, expander)) || (await conditionHolds(test.right, expander));
    case 'not':
      return !(await conditionHolds(test.inner, expander));
    case 'unary': {
      const word = await expandText(test.word, expander);
      return test.operator === '' ? word !== '' : (fileTest(test.operator, word, expander) ?? false);
    }
    case 'binary': {
      const { operator } = test;
      const left = await expandText(test.left, expander);
      if (operator === '=~') return matches(left, await expandText(test.right, expander), expander);
      if (['=', '==', '!='].includes(operator))
        return matchesPattern(left, await expandPattern(test.right, expander)) !== (operator === '!=');
      const right = await expandText(test.right, expander);
      if (operator === '<') return left < right;
      if (operator === '>') return left > right;
      // Both sides of `-eq` and its like are arithmetic.
      const number = (text: string): string =>
        String(evaluateArithmetic(text, variables(expander.state, expander.host)));
      return compareWords(number(left), operator, number(right)) ?? false;
    }
  }
}

function matches(text: string, expression: string, { state }: Expander): boolean {
  try {
    const match = new RegExp(expression).exec(text.slice(0, longestText));
    if (match !== null) state.variables.set('BASH_REMATCH', match[0]);
    return match !== null;
  } catch {
    return false;
  }
}
