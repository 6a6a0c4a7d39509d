#!/usr/bin/env node
// Starts Podyard from its sources: tsx compiles them as they are loaded.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/server/main.ts');
process.exitCode = await main(process.argv.slice(2));
