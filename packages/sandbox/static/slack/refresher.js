const spacingMs = 150;

/** Loads again whenever it is asked, but one load at a time and not more often than can be read. */
export function createRefresher(load) {
  let running = false;
  let again = false;

  async function run() {
    running = true;
    try {
      do {
        again = false;
        await load();
        await new Promise((resolve) => setTimeout(resolve, spacingMs));
      } while (again);
    } finally {
      running = false;
    }
  }

  return () => {
    again = true;
    if (!running) run();
  };
}
