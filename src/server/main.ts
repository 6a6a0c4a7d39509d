import { kubectlInNode } from './kubectl-in-node.ts';
import { serve } from './serve.ts';
import { FlagsError, parseServeFlags, serveUsage } from './serve-flags.ts';

const usage = `Usage: podyard COMMAND

  serve      Start a Kubernetes cluster and serve its API   (podyard serve --help)
  kubectl    Podyard's own kubectl, for any cluster         (podyard kubectl --help)
`;

/** Runs one `podyard` command line, without the program's name. Answers its exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  switch (command) {
    case 'serve':
      return runServe(rest);
    case 'kubectl':
      return kubectlInNode(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(usage);
      return 0;
    default:
      process.stderr.write(`podyard: there is no command "${command}"\n\n${usage}`);
      return 2;
  }
}

async function runServe(words: readonly string[]): Promise<number> {
  try {
    const flags = parseServeFlags(words);
    if (flags === undefined) {
      process.stdout.write(serveUsage);
      return 0;
    }
    let crashed: (code: number) => void = () => {};
    const crash = new Promise<number>((done) => (crashed = done));
    const served = await serve(flags, {
      onRequestCrash: (error) => process.stderr.write(`podyard: a request failed: ${detailOf(error)}\n`),
      onCrash: (error) => {
        process.stderr.write(`podyard: the cluster stopped: ${detailOf(error)}\n`);
        crashed(1);
      },
    });
    process.stdout.write(`Kubernetes v1.36.3 (simulated, seed ${served.seed}) at ${served.address}

  export KUBECONFIG=${served.kubeconfig}
  kubectl get nodes
${served.pageAddress === undefined ? '' : `\nSee it in a browser: ${served.pageAddress}\n`}
Ctrl-C ends it.
`);
    const code = await Promise.race([endSignal(), crash]);
    await served.close();
    return code;
  } catch (error) {
    if (!(error instanceof FlagsError)) throw error;
    process.stderr.write(`podyard serve: ${error.message}\n`);
    return 2;
  }
}

/** Waits until somebody wants the process to end. */
function endSignal(): Promise<number> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done(0));
  });
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
