/**
 * `draft` with every part that equals the same part of `old` replaced by it; `old` itself when
 * nothing differs. So a new version of an object costs only what changed, and a write that changes
 * nothing is seen as such. Changes the draft in place, where it is not frozen.
 */
export function shareUnchanged<T>(old: T, draft: T): T {
  if (Object.is(old, draft)) return old;
  if (typeof old !== 'object' || typeof draft !== 'object' || old === null || draft === null) return draft;
  if (Array.isArray(old) || Array.isArray(draft)) {
    if (!Array.isArray(old) || !Array.isArray(draft)) return draft;
    return shareItems(old, draft) as T;
  }
  return shareMembers(old as Record<string, unknown>, draft as Record<string, unknown>) as T;
}

function shareItems(old: readonly unknown[], draft: unknown[]): readonly unknown[] {
  const isFrozen = Object.isFrozen(draft);
  let same = old.length === draft.length;
  for (let index = 0; index < draft.length; index++) {
    if (index >= old.length) break;
    const item = shareUnchanged(old[index], draft[index]);
    if (item !== old[index]) same = false;
    if (item !== draft[index] && !isFrozen) draft[index] = item;
  }
  return same ? old : draft;
}

function shareMembers(old: Record<string, unknown>, draft: Record<string, unknown>): Record<string, unknown> {
  const isFrozen = Object.isFrozen(draft);
  let same = true;
  let members = 0;
  for (const key of Object.keys(draft)) {
    const value = draft[key];
    if (value === undefined) continue;
    members++;
    if (!Object.hasOwn(old, key)) {
      same = false;
      continue;
    }
    const member = shareUnchanged(old[key], value);
    if (member !== old[key]) same = false;
    else if (member !== value && !isFrozen) draft[key] = member;
  }
  if (!same) return draft;
  for (const key of Object.keys(old)) if (old[key] !== undefined) members--;
  return members === 0 ? old : draft;
}
