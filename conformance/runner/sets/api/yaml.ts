import { dump, load } from 'js-yaml';
import type { Yaml } from '../../../../src/engine/apiserver/yaml.ts';

/** YAML as the Node host gives it to the server. */
export const yaml: Yaml = {
  read: (text) => ({ value: load(text), duplicates: new Map() }),
  write: (value) => dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1 }),
};
