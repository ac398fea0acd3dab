import { writeFile } from 'node:fs/promises';
import { configJsonSchema } from '../dist/config/json-schema.js';

const file = new URL('../trunkline.schema.json', import.meta.url);
await writeFile(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
