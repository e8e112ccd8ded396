/** A text as an element of a document has it. */
import { xmlText } from '../wire/xml.ts';

/** Who parses it reads a line break of another system as `\n` (XML 1.0, 2.11): signed must be what is read. */
export function textOfXml(text: string): string {
  return xmlText(unixLines(text));
}

/** What a reader of the element makes of the text: blanks at its ends are none of it. */
export function textAsRead(text: string): string {
  return unixLines(text).trim();
}

function unixLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}
