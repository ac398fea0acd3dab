import type { Workspaces } from '../workspace/workspace.ts';

/** Every workspace that is served: of an organisation those that were met, since only in them there is anything to read. */
export async function servedTeams(workspaces: Workspaces): Promise<readonly string[]> {
  const served = await Promise.all((await workspaces.teams()).map((id) => workspaces.servedBy(id)));
  return [...new Set(served.flat())].filter((id) => !id.startsWith('E'));
}
