import type { AdapterContext } from '@trunkline/core';

/** What is wrong with one part of the channel; null: nothing any more. */
export type ReportHealth = AdapterContext['reportHealth'];

/** Lets several parts report on themselves: one that is well again does not hide the trouble of another. */
export function healthParts(context: Pick<AdapterContext, 'reportHealth'>): () => ReportHealth {
  const problems = new Map<ReportHealth, string>();
  return () => {
    const report: ReportHealth = (problem) => {
      if (problem === null) problems.delete(report);
      else problems.set(report, problem);
      context.reportHealth([...problems.values()].join('; ') || null);
    };
    return report;
  };
}
