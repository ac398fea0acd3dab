/** Loaded only when asked for: the bridge itself needs nothing of the sandbox. */
export async function sandbox(port: number | undefined): Promise<number> {
  const { runDemo } = await import('../demo/run-demo.ts');
  return runDemo({ port });
}
