// What a stream has shown of one answer: its text, and the calls of tools as they are put together.

export class ShownAnswer {
  text = '';
  #calls = new Map();
  #textBlocks = new Set();
  #coveredLength = 0;
  #hasUncoveredCall = false;

  get calls() { return [...this.#calls.values()]; }

  get uncoveredText() { return this.text.slice(this.#coveredLength); }

  /** Whether there is something that no segment has covered. */
  get isUncovered() { return this.#coveredLength < this.text.length || this.#hasUncoveredCall; }

  coverText() { this.#coveredLength = this.text.length; }

  coverCalls() { this.#hasUncoveredCall = false; }

  /** Takes a piece; the code says what is wrong with it, if anything is. */
  take([kind, , text, key, id, name]) {
    const call = this.#calls.get(String(key));
    switch (kind) {
      case 'text':
        this.text += text;
        // Text of a block that is none of text: clients drop it.
        return key === undefined || this.#textBlocks.has(String(key)) ? undefined : 'text-changed';
      case 'text-block':
        if (call !== undefined || this.#textBlocks.has(String(key))) return 'text-changed';
        this.#textBlocks.add(String(key));
        return undefined;
      case 'whole-text':
        return text === this.text ? undefined : 'text-changed';
      case 'call':
        if (call !== undefined || this.#textBlocks.has(String(key))) return 'calls-changed';
        this.#calls.set(String(key), { id, name, arguments: '' });
        this.#hasUncoveredCall = true;
        return undefined;
      case 'arguments':
        if (call === undefined) return 'calls-changed';
        call.arguments += text;
        this.#hasUncoveredCall = true;
        return undefined;
      case 'whole-call': {
        const isSame = call !== undefined && (id ?? call.id) === call.id && (name ?? call.name) === call.name && text === call.arguments;
        return isSame ? undefined : 'calls-changed';
      }
      default: // call-count
        return text === this.#calls.size ? undefined : 'calls-changed';
    }
  }
}
