// The refusal of every method that no controller before it takes.
import { All, Controller, Req, Res } from '@nestjs/common';

type Reply = {
  set(name: string, value: string): Reply;
  status(status: number): Reply;
  json(body: unknown): void;
  end(): void;
};

@Controller()
export class RefusalsController {
  @All('tasks')
  collection(@Req() request: { method: string }, @Res() reply: Reply) {
    refuse(request.method, reply, 'GET, HEAD, POST, OPTIONS');
  }

  @All('tasks/:id')
  item(@Req() request: { method: string }, @Res() reply: Reply) {
    refuse(request.method, reply, 'GET, HEAD, PUT, DELETE, OPTIONS');
  }

  @All('health')
  health(@Req() request: { method: string }, @Res() reply: Reply) {
    refuse(request.method, reply, 'GET, HEAD, OPTIONS');
  }
}

function refuse(method: string, reply: Reply, allow: string) {
  reply.set('Allow', allow);
  if (method === 'OPTIONS') return reply.status(204).end();
  reply.status(405).json({ error: 'method not allowed' });
}
