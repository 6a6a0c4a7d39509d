import type { Resources } from '../../session/protocol.ts';

/** A machine's size, as people say it. */
export interface MachineSize {
  readonly cores: number;
  readonly gibibytes: number;
}

const gibibyte = 2 ** 30;

/** Two fields for the size of a machine. */
export function SizeFields(props: {
  readonly size: MachineSize;
  readonly onChange: (size: MachineSize) => void;
}) {
  const { size, onChange } = props;
  const fields = [
    ['cores', 'Cores'],
    ['gibibytes', 'Memory (Gi)'],
  ] as const;
  return fields.map(([member, label]) => (
    <label key={member}>
      {label}
      <input
        type="number"
        min={0.5}
        step={0.5}
        value={size[member]}
        onChange={(event) => onChange({ ...size, [member]: event.target.valueAsNumber })}
      />
    </label>
  ));
}

export function isSize({ cores, gibibytes }: MachineSize): boolean {
  return cores > 0 && gibibytes > 0;
}

export function resourcesOf({ cores, gibibytes }: MachineSize): Resources {
  return { cpuMillis: Math.round(cores * 1000), memoryBytes: Math.round(gibibytes * gibibyte) };
}

/** The size, in the half units that machines come in, that offers as much as this. */
export function sizeFor({ cpuMillis, memoryBytes }: Resources): MachineSize {
  const halves = (amount: number): number => Math.ceil(amount * 2) / 2;
  return { cores: halves(cpuMillis / 1000), gibibytes: halves(memoryBytes / gibibyte) };
}
