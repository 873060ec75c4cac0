import process from 'node:process';
import { writeReport } from '../../../pipeline/report/report.ts';

// Writes the report of a run in a process of its own, and tells what it took: `report-process.ts RUN`.

const [run = ''] = process.argv.slice(2);
const startedAt = performance.now();
await writeReport(run, { lang: 'en' });
const ms = Math.round(performance.now() - startedAt);
console.log(JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }));
