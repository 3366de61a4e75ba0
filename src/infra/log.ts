import { DrizzleQueryError } from 'drizzle-orm/errors';
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** Structured logs with what identifies or authorises a person taken out. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'authorization',
        'cookie',
        'password',
        'secret',
        'token',
        'id_token',
        'state',
        'nonce',
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.secret',
        '*.token',
        '*.id_token',
        '*.state',
        '*.nonce',
      ],
      censor: '[redacted]',
    },
    serializers: { err: serializeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * Drizzle puts SQL *and parameters* into its message, and PostgreSQL puts values into `detail`:
 * only the statement, the code and the constraint are fit for a log.
 */
export function serializeError(error: unknown): unknown {
  if (error instanceof DrizzleQueryError) {
    const cause = error.cause as { code?: string; constraint?: string; table?: string } | undefined;
    return {
      type: 'DatabaseError',
      code: cause?.code,
      constraint: cause?.constraint,
      table: cause?.table,
      sql: error.query.slice(0, 500),
      stack: error.stack
        ?.split('\n')
        .filter((line) => line.startsWith('    at '))
        .join('\n'),
    };
  }
  return error instanceof Error ? stdSerializers.err(error) : error;
}

export type { Logger };
