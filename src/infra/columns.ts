import { customType, timestamp } from 'drizzle-orm/pg-core';

/** A moment: always with its zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** A transaction's number that never wraps; compared with the oldest running one. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/** Octets, whichever kind of array the driver hands over. */
export const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
});
