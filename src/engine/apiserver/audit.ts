/** A request that may have changed something, after it was answered. Stands where audit.k8s.io events stand. */
export interface AuditEntry {
  readonly atMs: number;
  readonly user: string;
  readonly userAgent: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export type AuditSink = (entry: AuditEntry) => void;
