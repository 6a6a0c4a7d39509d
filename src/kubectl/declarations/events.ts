import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const events: CommandDeclaration = {
  use: 'events [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  long: `Display events.

 Prints a table of the most important information about events. You can request events for a namespace, for all namespace, or filtered to only those pertaining to a specified resource.`,
  example: `  # List recent events in the default namespace
  kubectl events
  
  # List recent events in all namespaces
  kubectl events --all-namespaces
  
  # List recent events for the specified pod, then wait for more events and list them as they arrive
  kubectl events --for pod/web-pod-13je7 --watch
  
  # List recent events in YAML format
  kubectl events -oyaml
  
  # List recent only events of type 'Warning' or 'Normal'
  kubectl events --types=Warning,Normal`,
  flags: [
    shared.allNamespaces,
    shared.allowMissingTemplateKeys,
    shared.chunkSize,
    {
      name: 'for',
      type: 'string',
      usage: 'Filter events to only those pertaining to the specified resource.',
    },
    {
      name: 'no-headers',
      type: 'bool',
      default: 'false',
      usage: "When using the default output format, don't print headers.",
    },
    shared.output,
    shared.showManagedFields,
    shared.template,
    { name: 'types', type: 'stringSlice', default: '[]', usage: 'Output only events of given types.' },
    {
      name: 'watch',
      shorthand: 'w',
      type: 'bool',
      default: 'false',
      usage: 'After listing the requested events, watch for more events.',
    },
  ],
};
