// The tasks service on NestJS. One variant is correct, the others each make one mistake.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AsError, NotFoundAs405 } from './errors.js';
import { CollectionController, HealthController, ItemController, StackedController } from './controllers.js';
import { WithToken } from './guard.js';
import { RefusalsController } from './refusals.js';
import { Store } from './store.js';

// The order is that in which routes are found.
const variants: Record<string, Type[]> = {
  correct: [CollectionController, ItemController, HealthController, RefusalsController],
  naive: [CollectionController, ItemController, HealthController],
  'not-found-405': [CollectionController, ItemController, HealthController],
  'all-first': [RefusalsController, CollectionController, ItemController, HealthController],
  guard: [CollectionController, ItemController, HealthController],
  stacked: [StackedController, ItemController, HealthController],
};

async function main([variant, port]: string[]) {
  const controllers = variants[variant];
  if (!controllers) {
    console.error(`no variant ${variant}; there are ${Object.keys(variants).join(', ')}`);
    process.exit(2);
  }
  @Module({ controllers, providers: [Store] })
  class Tasks {}

  const app = await NestFactory.create(Tasks, { logger: ['error', 'warn'] });
  app.useGlobalFilters(variant === 'not-found-405' ? new NotFoundAs405() : new AsError());
  if (variant === 'guard') app.useGlobalGuards(new WithToken());
  await app.listen(Number(port), '127.0.0.1');
}

main(process.argv.slice(2));
