import type { HorizontalPodAutoscaler } from '../../../api/types.ts';
import { none } from '../common/table-cells.ts';

/**
 * `cpu: <unknown>/80%`, one for each metric, the first two shown.
 * Models printers.formatHPAMetrics (v1.36). Simplified: metrics of objects and pods show their target alone.
 */
export function targetsCell(autoscaler: HorizontalPodAutoscaler): string {
  const metrics = autoscaler.spec?.metrics ?? [];
  if (metrics.length === 0) return none;
  const shown = metrics.map((metric, index) => {
    const source = metric.resource ?? metric.containerResource;
    const current = autoscaler.status?.currentMetrics?.[index];
    const now = current?.resource?.current ?? current?.containerResource?.current;
    if (source === undefined)
      return `<unknown>/${String(metric.pods?.target.averageValue ?? metric.object?.target.value ?? '<auto>')}`;
    const { averageUtilization, averageValue } = source.target;
    if (averageValue !== undefined)
      return `${source.name}: ${String(now?.averageValue ?? '<unknown>')}/${String(averageValue)}`;
    const used = now?.averageUtilization === undefined ? '<unknown>' : `${now.averageUtilization}%`;
    return `${source.name}: ${used}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
  });
  return shown.length > 2
    ? `${shown.slice(0, 2).join(', ')} + ${shown.length - 2} more...`
    : shown.join(', ');
}
