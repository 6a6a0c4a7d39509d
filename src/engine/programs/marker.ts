import type { Program } from './program.ts';

/** A component whose work the engine does elsewhere: it runs, listens, and says so in its log. */
export function marker(
  ports: readonly number[],
  greeting: readonly string[],
  { grpc = false }: { readonly grpc?: boolean } = {},
): Program {
  return ({ log }) => {
    for (const line of greeting) log(line, 'stderr');
    const listens = (port: number): boolean => ports.includes(port);
    return {
      stop: () => {},
      listens,
      http: (port) => (listens(port) ? 200 : undefined),
      ...(grpc && { grpc: () => true }),
    };
  };
}
