/** `00:01:12.4`: virtual time since the start. */
export function clockText(elapsedMs: number): string {
  const tenths = Math.max(0, Math.floor(elapsedMs / 100));
  const part = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(tenths / 10);
  return `${part(Math.floor(seconds / 3600))}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}.${tenths % 10}`;
}

/** `9s`, `2m31s`, `4h`: as kubectl shortens ages. */
export function ageText(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 ? `${minutes}m${seconds % 60}s` : `${minutes}m`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 ? `${hours}h${minutes % 60}m` : `${hours}h`;
  if (hours < 48) return `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}

/** CPU in cores: `0.95`, `4`, `12.5`. */
export function coresText(cpuMillis: number): string {
  return trimmed(cpuMillis / 1000, 2);
}

/** Memory with one unit that keeps it short: `600Mi`, `7.7Gi`, `0`. */
export function memoryText(bytes: number): string {
  if (bytes === 0) return '0';
  const mebibytes = bytes / 2 ** 20;
  if (mebibytes < 1000) return `${trimmed(mebibytes, 0)}Mi`;
  const gibibytes = mebibytes / 1024;
  return gibibytes < 1000 ? `${trimmed(gibibytes, 1)}Gi` : `${trimmed(gibibytes / 1024, 1)}Ti`;
}

/** `0.1×`, `100×`. */
export function speedText(speed: number): string {
  return `${trimmed(speed, speed < 1 ? 2 : 1)}×`;
}

/** `1 pod`, `3 pods`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
