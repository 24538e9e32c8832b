/* Measures predict of net.c on one chip, bare: it prints the stack that predict takes, in bytes,
   and its time, in cycles on an AVR (in simavr), in instructions elsewhere (in QEMU). The compiler
   is told INPUTS (the numbers of one row), N_OUT and, for code in integers, INTEGERS. */
#include "net.c"

#ifdef INTEGERS
typedef int16_t Value;
#else
typedef REAL Value;
#endif
static Value x[] = {INPUTS}, y[N_OUT];

#if defined __AVR__
#include <avr/io.h>
#include <avr/sleep.h>
#include "avr_mcu_section.h"
AVR_MCU(16000000, "atmega328p");
AVR_MCU_SIMAVR_CONSOLE(&GPIOR0); /* what is written to this register is printed */
static void put(char c) { GPIOR0 = c == '\n' ? '\r' : c; }
static void stop(void) { sleep_mode(); } /* nothing would wake it: so the simulation ends */
#if TICK == 8
#define PRESCALER 2
#else
#define PRESCALER 3
#endif
enum { TIMES = 1 };
static void start_clock(void) { TCNT1 = 0, TCCR1B = PRESCALER; }
static unsigned long passed(void) { return TCNT1 * (unsigned long)TICK; }

#elif defined __arm__
static volatile unsigned *const systick = (unsigned *)0xE000E010;
static void call(int operation, const void *argument) { /* semihosting */
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}
static void put(char c) { call(3, &c); }
static void stop(void) { call(0x18, (void *)0x20026); }
static void start_clock(void) { systick[1] = 0xFFFFFF, systick[0] = 5, systick[2] = 0; }
static unsigned long passed(void) { return (0xFFFFFF - systick[2]) * 40ul; } /* ticks of 40 ns */
enum { TIMES = 20 };
int main(void);
void start(void);
void start(void) {
#ifdef __ARM_FP
    *(volatile unsigned *)0xE000ED88 |= 15 << 20; /* the FPU on */
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif
    main();
}
__attribute__((section(".vectors"), used))
static void *const vectors[] = {(void *)0x20100000, (void *)start};

#else /* RISC-V, QEMU's "virt"; picolibc starts it */
enum { TIMES = 20 };
static unsigned long began;
static unsigned long counted(void) {
    unsigned long n;
    __asm__ volatile(".option arch, +zicsr\n csrr %0, minstret" : "=r"(n));
    return n;
}
static void put(char c) { *(volatile char *)0x10000000 = c; }
static void stop(void) { *(volatile unsigned *)0x100000 = 0x5555; for (;;) {} }
static void start_clock(void) { began = counted(); }
static unsigned long passed(void) { return counted() - began; }
#endif

static void print(unsigned long n) {
    unsigned long unit;
    for (unit = 1000000000; unit; unit /= 10)
        put((char)('0' + n / unit % 10));
    put('\n');
}

enum { PAINTED = 800 };
__attribute__((noinline)) static unsigned long stack_of_predict(void) {
    volatile char here, *const top = &here - 32, *p;
    for (p = top - PAINTED; p < top; p++)
        *p = 0x5A;
    predict(x, y);
    for (p = top - PAINTED; *p == 0x5A; p++) {}
    return (unsigned long)(&here - p);
}

__attribute__((noinline)) static void nothing(void) {
    int k;
    for (k = 0; k < 1000; k++)
        __asm__ volatile("nop\n nop");
}

int main(void) {
    unsigned long n;
    int k;
    start_clock();
    nothing(); /* a known time, to check the clock by */
    n = passed();
    print(n);
    print(stack_of_predict());
    start_clock();
    for (k = 0; k < TIMES; k++)
        predict(x, y);
    n = passed();
    print(n / TIMES);
    stop();
    return 0;
}
