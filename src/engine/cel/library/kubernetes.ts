/** All functions that expressions in Kubernetes v1.36 may call. Models k8s.io/apiserver/pkg/cel/environment. */
import { declare, type FunctionTable } from '../functions.ts';
import { namedFormats } from './format.ts';
import { lists } from './lists.ts';
import { network } from './network.ts';
import { operators } from './operators.ts';
import { optionals } from './optionals.ts';
import { quantities } from './quantity.ts';
import { regex } from './regex.ts';
import { semvers } from './semver.ts';
import { standard } from './standard.ts';
import { strings } from './strings.ts';
import { urls } from './url.ts';

export const kubernetesFunctions: FunctionTable = declare(
  operators,
  standard,
  urls,
  regex,
  lists,
  optionals,
  quantities,
  strings,
  network,
  namedFormats,
  semvers,
);
