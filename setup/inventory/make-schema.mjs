// Writes inventory.schema.json, the JSON Schema of inventories that editors read, from schema.ts.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildDev } from '../../build.mjs';

await buildDev();
const { jsonSchema } = await import(new URL('../../.cache/js/setup/inventory/schema.js', import.meta.url).href);
const target = fileURLToPath(new URL('inventory.schema.json', import.meta.url));
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const input = JSON.stringify(jsonSchema(), undefined, 2);
const text = execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${target}`], { input });
writeFileSync(target, text);
