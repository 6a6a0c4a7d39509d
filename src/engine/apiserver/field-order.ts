/** The members of ObjectMeta in the order in which Go writes them; clients see it wherever text counts. */
const metadataFields = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** Metadata with its members in Go's order. Other members keep the order that they have. */
export function metadataInOrder(metadata: object): object {
  const given = metadata as Record<string, unknown>;
  const known = metadataFields.filter((field) => Object.hasOwn(given, field));
  return { ...Object.fromEntries(known.map((field) => [field, given[field]])), ...given };
}
