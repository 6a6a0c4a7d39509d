/** Stands in for prettier in the YAML worker, where formatting is off. */
export const format = (text: string): Promise<string> => Promise.resolve(text);
export const languages: readonly unknown[] = [];
export const printers = {};
export const parsers = {};
export const options = {};
// eslint-disable-next-line import/no-default-export -- its importers ask for prettier's default export
export default { format };
