/** Marks a file as a store of Trunkline ("Trln"). */
export const APPLICATION_ID = 0x54726c6e;

// Numbers that stand for words, here and in sql-words.ts: direction 0 toAgent, 1 toCustomer; delivery state 0 pending,
// 1 sending, 2 unknown, 3 waiting, from 4 on final (4 sent, 8 delivered); conversation state 3 ended.
const FIRST = `
CREATE TABLE ownership (only INTEGER PRIMARY KEY CHECK (only = 1), epoch INTEGER NOT NULL);
INSERT INTO ownership VALUES (1, 0);

CREATE TABLE customers (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  version INTEGER NOT NULL,
  active INTEGER NOT NULL,
  state TEXT NOT NULL
);
CREATE INDEX customers_active ON customers (id) WHERE active = 1;

CREATE TABLE names (
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  customer INTEGER NOT NULL,
  PRIMARY KEY (channel, address)
) WITHOUT ROWID;

CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer INTEGER NOT NULL,
  channel TEXT NOT NULL,
  state INTEGER NOT NULL,
  transport TEXT NOT NULL,
  remote_id TEXT,
  previous_id TEXT,
  opened_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT
);
CREATE INDEX conversations_opened ON conversations (opened_at);
CREATE INDEX conversations_unfinished ON conversations (opened_at) WHERE state < 3;

CREATE TABLE messages (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  customer INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  author_kind INTEGER NOT NULL,
  author_name TEXT,
  text TEXT NOT NULL,
  attachments TEXT,
  sent_at INTEGER NOT NULL,
  late INTEGER NOT NULL
);
CREATE INDEX messages_conversation ON messages (conversation);

-- message: the row that body differs from; without it, body is whole.
CREATE TABLE deliveries (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  direction INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  message INTEGER,
  body TEXT,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  lands_until INTEGER,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  remote_key TEXT,
  repeated INTEGER NOT NULL,
  reason TEXT,
  timeline_number INTEGER
);
CREATE INDEX deliveries_conversation ON deliveries (conversation);
CREATE INDEX deliveries_unfinished ON deliveries (customer, direction, state, seq) WHERE state < 4;
CREATE INDEX deliveries_unsent ON deliveries (state) WHERE state > 4;

CREATE TABLE seen (
  customer INTEGER NOT NULL,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT,
  message_id TEXT,
  conversation_id TEXT,
  PRIMARY KEY (customer, scope, name)
) WITHOUT ROWID;

CREATE TABLE timeline (
  customer INTEGER NOT NULL,
  number INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  previous TEXT,
  at INTEGER NOT NULL,
  message INTEGER,
  body TEXT,
  PRIMARY KEY (customer, number)
) WITHOUT ROWID;

CREATE TABLE inbox (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL
);
`;

const SECOND = `
ALTER TABLE ownership ADD COLUMN beat_at INTEGER;
ALTER TABLE deliveries ADD COLUMN retry_of TEXT;
UPDATE deliveries SET body = json_insert(body, '$.text', NULL)
  WHERE message IS NULL AND json_extract(body, '$.kind') = 'failure';
`;

// Most deliveries end as sent or delivered: neither is in an index of states. What awaits a receipt is in one until it has it.
const THIRD = `
ALTER TABLE deliveries ADD COLUMN awaits_receipt INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_awaiting ON deliveries (customer, timeline_number, seq) WHERE awaits_receipt = 1 AND state = 4;
DROP INDEX deliveries_unsent;
CREATE INDEX deliveries_unsent ON deliveries (state) WHERE state > 4 AND state < 8;
`;

const FOURTH = `
CREATE TABLE entries (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
`;

// What is forgotten or removed after a time is found by its customer.
const FIFTH = `
CREATE INDEX names_customer ON names (customer);
CREATE INDEX conversations_customer ON conversations (customer);
`;

// Of a state of some kilobytes a step changes little: the row of a customer has the difference to a base, if it is patched.
const SIXTH = `
CREATE TABLE bases (customer INTEGER PRIMARY KEY, state TEXT NOT NULL);
ALTER TABLE customers ADD COLUMN patched INTEGER NOT NULL DEFAULT 0;
`;

/** The n-th brings a database from version n to n + 1. Never changed once released; a new one is appended. */
export const MIGRATIONS: readonly string[] = [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH];
