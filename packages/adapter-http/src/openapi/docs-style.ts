/** The whole look of the page: the reader's own light or dark, their own fonts. */
export const docsStyle = `
:root { color-scheme: light dark; --edge: #d5dae1; --soft: #f4f6f9; --ink: #1b222c; --dim: #566172; --paper: #fff;
  --get: #0b6b50; --post: #1c4fb3; }
@media (prefers-color-scheme: dark) {
  :root { --edge: #39414d; --soft: #1d2229; --ink: #e6eaf0; --dim: #a3aebd; --paper: #14181d;
    --get: #6fd6b4; --post: #8fb6ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 6rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.8rem; } h2 { margin: 3rem 0 1rem; font-size: 1.3rem; }
h3 { margin: 0; font-size: 1rem; } h4 { margin: 1.2rem 0 .3rem; font-size: .9rem; color: var(--dim); }
a { color: inherit; } code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
section > article { margin: 0 0 1.5rem; padding: 1rem 1.2rem; border: 1px solid var(--edge); border-radius: .6rem; }
.method { display: inline-block; min-width: 3.6em; font: 700 .85em ui-monospace, monospace; }
.GET { color: var(--get); } .POST { color: var(--post); }
.dim { color: var(--dim); } nav ul { padding: 0; list-style: none; columns: 18rem; }
.scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .35rem .8rem .35rem 0; border-top: 1px solid var(--edge); text-align: left; vertical-align: top; }
th { border: 0; color: var(--dim); font-weight: 600; } :target { border-color: var(--post) !important; }
.server { padding: .5rem .8rem; border-radius: .4rem; background: var(--soft); }
`;
