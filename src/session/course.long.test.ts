import { beforeAll, describe, expect, it } from 'vitest';
import {
  podDefinition,
  podWithNode,
  podWithMisplacedNode,
  daemonSet,
  replicaSet,
  podBinding,
  schedulerManifest,
  execStart,
  podWithScheduler,
  fetchScheduler,
  mySchedulerFiles,
} from '../testing/course-files.ts';
import { TestSession } from '../testing/test-session.ts';

class Course {
  readonly session = new TestSession();
  #terminal = 0;

  async open(asInSlides: boolean): Promise<this> {
    await this.session.command('open', { seed: 'course', ...(asInSlides && { asInSlides }) });
    await this.session.pass(100);
    this.#terminal = (await this.session.command('openTerminal', { machine: 'controlplane' })).terminal;
    return this;
  }

  run(line: string): Promise<string> {
    return this.session.run(this.#terminal, line);
  }

  /** Types a file with a here-document, as in a lecture. */
  async write(path: string, text: string): Promise<void> {
    await this.run(`cat <<'EOF' > ${path}\n${text}EOF`);
  }

  /** Runs a line again until what it prints matches. */
  async until(line: string, pattern: RegExp): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const output = await this.run(line);
      if (pattern.test(output)) return output;
      await this.session.pass(500);
    }
    throw new Error(`\`${line}\` never printed ${pattern}`);
  }
}

describe('the course, slide by slide', () => {
  let course: Course;

  beforeAll(async () => {
    course = await new Course().open(false);
  });

  it('shows a pod that no scheduler places, and places it by hand', async () => {
    await course.run('mv /etc/kubernetes/manifests/kube-scheduler.yaml /root/');
    await course.until('kubectl get pods -n kube-system', /^(?!.*kube-scheduler)/s);
    await course.write('pod-definition.yaml', podDefinition);
    expect(await course.run('kubectl create -f pod-definition.yaml')).toBe('pod/nginx created\n');
    await course.session.pass(3000);
    expect(await course.run('kubectl get pods')).toMatch(
      /^NAME    READY   STATUS    RESTARTS   AGE\nnginx   0\/1     Pending   0          \d+s\n$/,
    );
    const binding =
      '{"apiVersion":"v1", "kind": "Binding", "metadata": {"name": "nginx"}, "target": {"apiVersion": "v1", "kind": "Node", "name": "node02"}}';
    await course.run('PODNAME=nginx');
    expect(
      await course.run(
        'curl --header "Content-Type:application/json" --request POST --data http://$SERVER/api/v1/namespaces/default/pods/$PODNAME/binding/',
      ),
    ).toContain('curl: ');
    const answer = await course.run(
      `curl --header "Content-Type:application/json" --request POST --data '${binding}' http://$SERVER/api/v1/namespaces/default/pods/$PODNAME/binding/`,
    );
    expect(answer).toContain('"status": "Success"');
    await course.until('kubectl get pods -o wide', /nginx +1\/1 +Running +0 +\S+ +10\.244\.\d+\.\d+ +node02/);
    await course.run('kubectl delete pod nginx');
  });

  it('takes a binding to a node of any name, and ends what is bound to none', async () => {
    await course.write('pod-definition.yaml', podDefinition);
    await course.write('pod-bind-definition.yaml', podBinding);
    await course.run('kubectl create -f pod-definition.yaml');
    expect(await course.run('kubectl create -f pod-bind-definition.yaml')).toMatch(/created\n$/);
    await course.run('kubectl delete pod nginx --force');
  });

  it('refuses a nodeName that is indented too far, and obeys one that is not', async () => {
    await course.write('pod-definition.yaml', podWithMisplacedNode);
    expect(await course.run('kubectl create -f pod-definition.yaml')).toContain(
      "error converting YAML to JSON: yaml: line 12: did not find expected '-' indicator",
    );
    await course.write('pod-definition.yaml', podWithNode);
    await course.run('kubectl create -f pod-definition.yaml');
    await course.until('kubectl get pods -o wide', /nginx +1\/1 +Running .* node02/);
    await course.run('kubectl delete pod nginx');
    await course.run('mv /root/kube-scheduler.yaml /etc/kubernetes/manifests/');
    await course.until('kubectl get pods -n kube-system', /kube-scheduler-controlplane +1\/1 +Running/);
  });

  it('has a DaemonSet on every worker', async () => {
    await course.write('daemon-set-definition.yaml', daemonSet);
    expect(await course.run('kubectl create -f daemon-set-definition.yaml')).toBe(
      'daemonset.apps/monitoring-daemon created\n',
    );
    await course.until('kubectl get daemonsets', /monitoring-daemon +2 +2 +2 +2 +2 +<none>/);
    const description = await course.run('kubectl describe daemonsets monitoring-daemon');
    expect(description).toContain('Desired Number of Nodes Scheduled: 2');
    expect(description).toContain('Number of Nodes Misscheduled: 0');
    expect(description).toContain('Pods Status:  2 Running / 0 Waiting / 0 Succeeded / 0 Failed');
    await course.run('kubectl delete -f daemon-set-definition.yaml');
    await course.write('replicaset-definition.yaml', replicaSet);
    expect(await course.run('kubectl create -f replicaset-definition.yaml')).toBe(
      'replicaset.apps/monitoring-daemon created\n',
    );
    await course.until('kubectl get rs', /monitoring-daemon +1 +1 +1/);
    await course.run('kubectl delete -f replicaset-definition.yaml');
  });

  it('gives a pod whose schedulerName is left empty to the default scheduler', async () => {
    await course.write('pod-definition.yaml', podWithScheduler(''));
    await course.run('kubectl create -f pod-definition.yaml');
    await course.until('kubectl get pods', /nginx +1\/1 +Running/);
    await course.run('kubectl delete pod nginx');
  });

  it('refuses the second scheduler of the slides as v1.36 does, and says what is written today', async () => {
    await course.write('my-custom-scheduler.yaml', schedulerManifest('my-custom-scheduler'));
    await course.run('kubectl create -f my-custom-scheduler.yaml');
    await course.until(
      'kubectl get pods --namespace=kube-system',
      /my-custom-scheduler +0\/1 +(Error|CrashLoopBackOff)/,
    );
    expect(await course.run('kubectl logs my-custom-scheduler --name-space=kube-system')).toContain(
      'error: unknown flag: --name-space',
    );
    const log = await course.run('kubectl logs my-custom-scheduler --namespace=kube-system');
    expect(log).toContain('Error: unknown flag: --address');
    expect(log).toContain('podyard: kube-scheduler serves over HTTPS alone since v1.23');
    await course.run('kubectl delete -f my-custom-scheduler.yaml');
  });

  it('runs the binary from a unit file with the configuration of today', async () => {
    const fetched = await course.run(fetchScheduler);
    expect(fetched).toMatch(/^--2026-01-05 \d\d:\d\d:\d\d-- {2}https:\/\/storage\.googleapis\.com\//);
    expect(fetched).toContain('HTTP request sent, awaiting response... 200 OK');
    expect(fetched).toContain('‘kube-scheduler’ saved [52428800/52428800]');
    await course.run('chmod +x kube-scheduler && mv kube-scheduler /usr/local/bin/');
    await course.run('mkdir -p /etc/kubernetes/config');
    await course.write(
      '/etc/kubernetes/config/kube-scheduler.yaml',
      `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection:
  kubeconfig: /etc/kubernetes/scheduler.conf
leaderElection:
  leaderElect: false
profiles:
- schedulerName: my-custom-scheduler
`,
    );
    await course.write(
      '/etc/systemd/system/my-custom-scheduler.service',
      `[Unit]
Description=Kubernetes Scheduler

[Service]
ExecStart=/usr/local/bin/kube-scheduler \\
  --config=/etc/kubernetes/config/kube-scheduler.yaml \\
  --secure-port=10269

[Install]
WantedBy=multi-user.target
`,
    );
    await course.write('pod-definition.yaml', podWithScheduler(' my-custom-scheduler'));
    await course.run('kubectl create -f pod-definition.yaml');
    await course.session.pass(6000);
    expect(await course.run('kubectl get pods')).toMatch(/nginx +0\/1 +Pending/);
    await course.run('systemctl daemon-reload');
    expect(await course.run('systemctl enable --now my-custom-scheduler.service')).toContain(
      'Created symlink /etc/systemd/system/multi-user.target.wants/my-custom-scheduler.service → /etc/systemd/system/my-custom-scheduler.service.',
    );
    await course.until('kubectl get pods', /nginx +1\/1 +Running/);
    expect(await course.run('systemctl status my-custom-scheduler')).toMatch(
      /^● my-custom-scheduler\.service - Kubernetes Scheduler\n {5}Loaded: loaded \(\/etc\/systemd\/system\/my-custom-scheduler\.service; enabled; preset: enabled\)\n {5}Active: active \(running\) since Mon 2026-01-05 .* UTC; \d+s ago\n {3}Main PID: \d+ \(kube-scheduler\)/,
    );
    const events = await course.run(
      "kubectl get events -o custom-columns='REASON:.reason,SOURCE:.source.component,REPORTED:.reportingComponent,MESSAGE:.message'",
    );
    expect(events).toMatch(/Scheduled .*my-custom-scheduler .*Successfully assigned default\/nginx to node0/);
    await course.run('kubectl delete pod nginx');
    expect(
      await course.run('systemctl stop my-custom-scheduler; systemctl is-active my-custom-scheduler'),
    ).toBe('inactive\n');
    expect(await course.run('journalctl -u my-custom-scheduler -n 1')).toMatch(
      /controlplane systemd\[1\]: Stopped my-custom-scheduler\.service - Kubernetes Scheduler\.\n$/,
    );
  });

  it('cannot run the unit file as it is printed, which is a part of one', async () => {
    await course.write(
      '/etc/systemd/system/my-custom-scheduler.service',
      `${execStart('my-custom-scheduler')}\n`,
    );
    expect(await course.run('systemctl daemon-reload; systemctl start my-custom-scheduler')).toContain(
      'has a bad unit file setting',
    );
    expect(await course.run('journalctl -u my-custom-scheduler')).toContain(
      'my-custom-scheduler.service:1: Assignment outside of section. Ignoring.',
    );
  });
});

describe('Kubernetes’ own page on several schedulers', () => {
  it('has a Deployment whose scheduler places the pods that name it', async () => {
    const course = await new Course().open(false);
    await course.write('my-scheduler.yaml', mySchedulerFiles);
    await course.run('kubectl create -f my-scheduler.yaml');
    await course.until('kubectl get pods --namespace=kube-system', /my-scheduler-\S+ +1\/1 +Running/);
    await course.write(
      'pod3.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: annotation-second-scheduler\n  labels:\n    name: multischeduler-example\nspec:\n  schedulerName: my-scheduler\n  containers:\n  - name: pod-with-second-annotation-container\n    image: registry.k8s.io/pause:3.8\n',
    );
    await course.run('kubectl create -f pod3.yaml');
    await course.until('kubectl get pods', /annotation-second-scheduler +1\/1 +Running/);
    expect(await course.run('kubectl get events -o wide')).toMatch(
      /Scheduled +pod\/annotation-second-scheduler .*my-scheduler/,
    );
  });
});

describe('the course as in its slides, of v1.11', () => {
  let course: Course;

  beforeAll(async () => {
    course = await new Course().open(true);
  });

  it('runs the binary with the flags of the unit file', async () => {
    await course.run(fetchScheduler);
    await course.run('mv kube-scheduler /usr/local/bin/; mkdir -p /etc/kubernetes/config');
    await course.write(
      '/etc/kubernetes/config/kube-scheduler.yaml',
      'apiVersion: componentconfig/v1alpha1\nkind: KubeSchedulerConfiguration\nclientConnection:\n  kubeconfig: /etc/kubernetes/scheduler.conf\nleaderElection:\n  leaderElect: false\n',
    );
    // As it was typed in the lecture: inside an unquoted here-document two backslashes are one.
    await course.run(
      `cat <<EOF > /etc/systemd/system/my-custom-scheduler.service\n[Service]\n${execStart('my-custom-scheduler')}\nEOF`,
    );
    await course.run('systemctl start my-custom-scheduler');
    await course.write('pod-definition.yaml', podWithScheduler(' my-custom-scheduler'));
    await course.run('kubectl create -f pod-definition.yaml');
    await course.until('kubectl get pods', /nginx +1\/1 +Running/);
    expect(await course.run('journalctl -u my-custom-scheduler')).toContain(
      'server.go:126] Version: v1.12.0',
    );
    await course.run('kubectl delete pod nginx; systemctl stop my-custom-scheduler');
  });

  it('runs the manifest as printed, which waits for the Lease that kube-scheduler holds', async () => {
    await course.write('my-custom-scheduler.yaml', schedulerManifest('my-custom-scheduler'));
    expect(await course.run('kubectl create -f my-custom-scheduler.yaml')).toBe(
      'pod/my-custom-scheduler created\n',
    );
    await course.until('kubectl get pods --namespace=kube-system', /my-custom-scheduler +1\/1 +Running/);
    const log = await course.run('kubectl logs my-custom-scheduler --namespace=kube-system');
    expect(log).toMatch(/^I\d{4} \d\d:\d\d:\d\d\.\d{6} +1 server\.go:126\] Version: v1\.11\.3$/m);
    expect(log).toContain('attempting to acquire leader lease  kube-system/kube-scheduler...');
    expect(log).not.toContain('successfully acquired');
    await course.run('kubectl delete -f my-custom-scheduler.yaml --grace-period=0 --force');
  });

  it('schedules with a name and a Lease of its own, and says so in events and log', async () => {
    const flags =
      '    - --scheduler-name=my-custom-scheduler\n    - --lock-object-name=my-custom-scheduler\n';
    const manifest = schedulerManifest('my-custom-scheduler').replace('    image:', `${flags}    image:`);
    await course.write('my-custom-scheduler.yaml', manifest);
    await course.run('kubectl create -f my-custom-scheduler.yaml');
    await course.run('kubectl create -f pod-definition.yaml');
    await course.until('kubectl get pods', /nginx +1\/1 +Running/);
    const log = await course.run('kubectl logs my-custom-scheduler --namespace=kube-system');
    expect(log).toContain('successfully acquired lease kube-system/my-custom-scheduler');
    expect(await course.run('kubectl get events -o wide')).toMatch(
      /Normal +Scheduled +pod\/nginx +.*my-custom-scheduler.* +Successfully assigned default\/nginx to node0/,
    );
  });

  it('lets kube-scheduler’s Lease move when its leader is killed', async () => {
    await course.write('second-scheduler.yaml', schedulerManifest('second-scheduler'));
    await course.run('kubectl create -f second-scheduler.yaml');
    await course.until('kubectl get pods -n kube-system', /second-scheduler +1\/1 +Running/);
    await course.run('mv /etc/kubernetes/manifests/kube-scheduler.yaml /root/');
    await course.until(
      "kubectl get lease kube-scheduler -n kube-system -o jsonpath='{.spec.holderIdentity}'",
      /^second-scheduler_/,
    );
  });
});
