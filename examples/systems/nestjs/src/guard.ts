// A guard belongs to the routes: what no route has comes past it to the 404.
import type { CanActivate, ExecutionContext } from '@nestjs/common';

export class WithToken implements CanActivate {
  canActivate(context: ExecutionContext) {
    return Boolean(context.switchToHttp().getRequest().headers.authorization);
  }
}
