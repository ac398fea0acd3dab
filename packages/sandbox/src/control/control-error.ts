/** The desk cannot do that: no such conversation (404), or not in this state (409). */
export class ControlError extends Error {
  readonly status: 400 | 403 | 404 | 409;

  constructor(status: 400 | 403 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
