import { expect, test } from 'vitest';
import { memoize } from '../../src/wire/memoize.ts';

function counted<Value>(most: number, make: (text: string) => Value) {
  const asked: string[] = [];
  return {
    asked,
    ask: memoize(most, (text) => {
      asked.push(text);
      return make(text);
    }),
  };
}

test('makes a value once, whatever it is', () => {
  for (const value of [{}, false, 0, '', null]) {
    const { asked, ask } = counted(2, () => value);
    expect([ask('a'), ask('a'), ask('__proto__'), ask('__proto__')]).toEqual([value, value, value, value]);
    expect(asked).toEqual(['a', '__proto__']);
  }
});

test('remembers no more than it may, and begins anew then', () => {
  const { asked, ask } = counted(2, (text) => text);
  for (const text of ['a', 'b', 'a', 'c', 'c', 'a']) ask(text);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

test('does not remember what could not be made', () => {
  const { asked, ask } = counted(2, () => undefined);
  for (const text of ['a', 'a']) expect(ask(text)).toBeUndefined();
  expect(asked).toEqual(['a', 'a']);
});
