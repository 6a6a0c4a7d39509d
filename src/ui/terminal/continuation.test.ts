import { expect, it } from 'vitest';
import { needsMore } from './continuation.ts';

it.each([
  ['kubectl get pods', false],
  ["curl --data '{", true],
  ["curl --data '{\n}'", false],
  ['echo "it\'s"', false],
  ['echo "open', true],
  [String.raw`echo \"`, false],
  ['kubectl get \\', true],
  ['kubectl get \\\npods', false],
  ["echo '\\'", false],
  ['cat <<EOF', true],
  ["cat <<'EOF' > a.yaml\nkind: Pod", true],
  ["cat <<EOF\nit's\nEOF", false],
])('%j', (input, more) => expect(needsMore(input)).toBe(more));
