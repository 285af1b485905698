// Sets the clock of the process that loads this before libc: by as many seconds as the file says that
// the variable SHIFT names. Without headers, so that a compiler is all it takes.
struct moment { long seconds, nanos; };
extern long syscall(long, ...);
extern char *getenv(const char *);
extern int open(const char *, int, ...), close(int);
extern long read(int, void *, unsigned long);
#ifdef __x86_64__
enum { CLOCK_GETTIME = 228 };
#else
enum { CLOCK_GETTIME = 113 };
#endif
static long shift(void) {
  char text[32];
  int file = open(getenv("SHIFT"), 0);
  long length = file < 0 ? 0 : read(file, text, sizeof text), seconds = 0;
  if (file >= 0) close(file);
  for (long i = 0; i < length; i++)
    if (text[i] >= '0' && text[i] <= '9') seconds = 10 * seconds + text[i] - '0';
  return length > 0 && text[0] == '-' ? -seconds : seconds;
}
int clock_gettime(int clock, struct moment *now) {
  long fault = syscall(CLOCK_GETTIME, clock, now);
  if (fault == 0 && clock == 0) now->seconds += shift();
  return (int) fault;
}
