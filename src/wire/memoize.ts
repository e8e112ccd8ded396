/** Answers that are worth keeping: nearly every request asks what the one before did. */

/**
 * A function that remembers what it made of texts, and forgets all of them when they are too many.
 *
 * @param most how many it remembers: texts come from outside
 * @param make undefined is made again each time
 */
export function memoize<Value>(most: number, make: (text: string) => Value): (text: string) => Value {
  const made = new Map<string, Value>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    if (made.size >= most) made.clear();
    if (value !== undefined) made.set(text, value);
    return value;
  };
}
