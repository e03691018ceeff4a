/** Decides which conversations go on at a time: each has a model, a client and a context that grows until it is compacted. */
import { between, pick, type Random } from '../../src-main/demo/seeded-random.ts';
import { type CastModel, CLIENTS, LOCAL_TOKENS, MODELS } from './cast.ts';
import { atLeastOne, logNormal, weighted } from './chance.ts';

export interface Conversation {
  readonly id: string;
  readonly model: CastModel;
  readonly client: string;
  readonly localToken: string;
  /** Tokens that the next request repeats. */
  contextTokens: number;
  exchangesLeft: number;
}

const AT_ONCE = 24;
const COMPACT_AT_TOKENS = 170_000;
const START_TOKENS = 18_000;

export class Conversations {
  readonly #random: Random;
  readonly #running: Conversation[] = [];
  #started = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The one that sends the next request. @param progress  Part of the history that is over, 0 to 1. */
  next(progress: number): Conversation {
    const place = between(this.#random, 0, AT_ONCE - 1);
    const running = this.#running[place];
    const conversation = running === undefined || running.exchangesLeft <= 0 ? this.#begin(progress) : running;
    this.#running[place] = conversation;
    conversation.exchangesLeft -= 1;
    return conversation;
  }

  /** Adds what an exchange put into the context. */
  grow(conversation: Conversation, tokens: number): void {
    conversation.contextTokens += tokens;
    if (conversation.contextTokens > COMPACT_AT_TOKENS) conversation.contextTokens = START_TOKENS;
  }

  #begin(progress: number): Conversation {
    const models = MODELS.filter(({ from, until }) => progress >= from && progress <= until);
    this.#started += 1;
    return {
      id: `${this.#started.toString(16).padStart(8, '0')}-5eed-4000-8000-${between(this.#random, 0, 0xff_ff_ff).toString(16).padStart(12, '0')}`,
      model: weighted(this.#random, atLeastOne(models)),
      client: pick(this.#random, CLIENTS),
      localToken: pick(this.#random, LOCAL_TOKENS),
      contextTokens: START_TOKENS,
      exchangesLeft: Math.ceil(logNormal(this.#random, 22, 0.9)),
    };
  }
}
