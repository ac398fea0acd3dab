/** As API 2010-04-01 writes dates: `Fri, 24 May 2019 17:44:46 +0000`, to the second. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** As the newer APIs write them: `2019-05-24T17:44:46Z`, to the second. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** As carriers' receipts write them in `RawDlrDoneDate`: `1905241744`, YYMMDDhhmm. */
export function receiptDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-T:]/g, '').slice(2, 12);
}
