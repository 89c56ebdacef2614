// How errors are answered.
import { Catch, HttpException, MethodNotAllowedException, NotFoundException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';

// Refused is an error with the body that the contract has for it.
export class Refused extends HttpException {
  constructor(status: number, text: string) {
    super({ error: text }, status);
  }
}

// AsError gives malformed content the body that the contract has for it. The router's own 404
// stays as NestJS writes it.
@Catch(HttpException)
export class AsError implements ExceptionFilter {
  catch(error: HttpException, host: ArgumentsHost) {
    const body = error.getStatus() === 400 ? { error: error.message } : error.getResponse();
    host.switchToHttp().getResponse().status(error.getStatus()).json(body);
  }
}

// NotFoundAs405 says 405 wherever the router says 404, and nobody told it which methods there are.
@Catch(HttpException)
export class NotFoundAs405 extends AsError {
  catch(error: HttpException, host: ArgumentsHost) {
    super.catch(error instanceof NotFoundException ? new MethodNotAllowedException() : error, host);
  }
}
