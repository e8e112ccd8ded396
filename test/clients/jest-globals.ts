/** What Jest puts in every test file: its own expect, and the functions of node:test in the place of its runner. */
import { after, before, test } from 'node:test';
import { expect } from 'expect';

Object.assign(globalThis, { expect, test, beforeAll: before, afterAll: after });
