/** Made by the build (vite.config.ts) from a real boot. */
declare module 'virtual:podyard/prepared-frame' {
  export const startMs: number;
  export const frame: import('../session/protocol.ts').Frame;
}
