import { expect, test } from '@playwright/test';
import { fetchScheduler, podWithScheduler, schedulerManifest } from '../src/testing/course-files.ts';
import { Yard } from './yard.ts';

const unitFile = '/etc/systemd/system/my-custom-scheduler.service';

/** One line that writes a file. */
function writing(path: string, text: string): string {
  return `printf '${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}' > ${path}`;
}

test('the second scheduler of the course: its binary, its unit file, its pods', async ({ page }) => {
  const yard = await Yard.open(page);
  expect(await yard.run(fetchScheduler)).toContain('‘kube-scheduler’ saved');
  await yard.run(
    'chmod +x kube-scheduler; mv kube-scheduler /usr/local/bin/; mkdir -p /etc/kubernetes/config',
  );
  await yard.run(
    writing(
      '/etc/kubernetes/config/kube-scheduler.yaml',
      'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nclientConnection: {kubeconfig: /etc/kubernetes/scheduler.conf}\nleaderElection: {leaderElect: false}\nprofiles: [{schedulerName: my-custom-scheduler}]\n',
    ),
  );
  const start = '/usr/local/bin/kube-scheduler --config=/etc/kubernetes/config/kube-scheduler.yaml';
  await yard.run(writing(unitFile, `[Service]\nExecStart=${start} --secure-port=10269\n`));
  await yard.run(writing('nginx.yaml', podWithScheduler(' my-custom-scheduler')));
  await yard.run('kubectl create -f nginx.yaml');
  await expect(yard.lane('my-custom-scheduler')).toContainText('not running');
  await yard.run('systemctl start my-custom-scheduler');
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  expect(await yard.run('systemctl is-active my-custom-scheduler')).toBe('active');
  await expect(yard.lane('my-custom-scheduler')).toContainText('controlplane');
});

test('what the slides write is refused with today’s words, and taken as in the slides', async ({ page }) => {
  const manifest = schedulerManifest('my-custom-scheduler').replace(
    '    image:',
    '    - --scheduler-name=my-custom-scheduler\n    - --lock-object-name=my-custom-scheduler\n    image:',
  );
  const create = writing('my-custom-scheduler.yaml', manifest);

  const today = await Yard.open(page);
  await today.run(create);
  await today.run('kubectl create -f my-custom-scheduler.yaml');
  await today.run(
    'kubectl wait --for=condition=PodReadyToStartContainers -n kube-system pod/my-custom-scheduler',
  );
  await today.run('sleep 5');
  const log = await today.run('kubectl logs my-custom-scheduler -n kube-system | grep Error');
  expect(log).toContain('Error: unknown flag: --address');
  expect(log.replaceAll('\n', ' ')).toContain('podyard: kube-scheduler serves over HTTPS alone since v1.23');

  const slides = await Yard.open(page, { query: 'slides' });
  await slides.run(create);
  await slides.run(writing('nginx.yaml', podWithScheduler(' my-custom-scheduler')));
  await slides.run('kubectl create -f my-custom-scheduler.yaml -f nginx.yaml');
  await expect(slides.pod(/nginx.*running/i)).toBeVisible({ timeout: 40_000 });
  expect(await slides.run('kubectl logs my-custom-scheduler -n kube-system | tail -1')).toContain(
    'successfully acquired lease kube-system/my-custom-scheduler',
  );
});
