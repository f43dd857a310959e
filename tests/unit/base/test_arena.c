/* arena: zeroed, aligned, wiped when asked. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    for (size_t size = 0; size < 300; size += 7) {
        unsigned char *p = arena_alloc(&a, size);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    arena_reset(&a);
    /* memory that was used before comes back as zeros too */
    for (int i = 0; i < 40; i++) {
        unsigned char *p = arena_alloc(&a, 100);
        for (size_t k = 0; k < 100; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xAA, 100);
    }
    arena_release(&a);
}

static void test_allocations_do_not_overlap(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    unsigned char *p[2000];
    for (size_t i = 0; i < 2000; i++) {
        p[i] = arena_alloc(&a, 1 + i % 97);
        memset(p[i], (int)(i % 251), 1 + i % 97);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < 1 + i % 97; k++)
            assert_int_equal(p[i][k], i % 251);
    arena_release(&a);
}

static void test_bigger_than_a_block(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, true);
    char *small = arena_strdup(&a, "kept");
    unsigned char *big = arena_alloc(&a, 1 << 20);
    memset(big, 1, 1 << 20);
    char *after = arena_strdup(&a, "after");
    assert_string_equal(small, "kept");
    assert_string_equal(after, "after");
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    assert_non_null(arena_alloc(&a, 16));
    arena_release(&a);
}

static void test_used_counts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    assert_int_equal(a.used, 0);
    arena_alloc(&a, 1000);
    assert_in_range(a.used, 1000, 1000 + 64);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    arena_release(&a);
    assert_int_equal(a.used, 0);
}

static void test_strings(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    assert_null(arena_strdup(&a, NULL));
    assert_null(arena_strndup(&a, NULL, 5));
    assert_string_equal(arena_strdup(&a, ""), "");
    assert_string_equal(arena_strndup(&a, "police", 3), "pol");
    assert_string_equal(arena_strndup(&a, "po", 30), "po");
    const char not_ended[3] = {'a', 'b', 'c'};
    assert_string_equal(arena_strndup(&a, not_ended, 3), "abc");
    assert_string_equal(arena_printf(&a, "%s-%04d", "x", 42), "x-0042");
    char *far = arena_printf(&a, "%5000d", 1);
    assert_int_equal(strlen(far), 5000);
    int *numbers = ARENA_ARRAY(&a, int, 10);
    assert_int_equal(numbers[9], 0);
    arena_release(&a);
}

static void test_release_of_nothing(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, true);
    arena_reset(&a);
    arena_release(&a);
    arena_release(&a);
    arena_release(NULL);
}

/* A visitor's words are gone after reset. Reset keeps a block of the usual size, so the bytes may be looked at there;
 * under a sanitizer every block is freed and only the loops run. */
static void test_wipe(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, true);
    char *p = arena_strdup(&a, "a name");
    char *q = arena_strdup(&a, "a number");
    arena_reset(&a);
    if (a.head) {
        for (size_t i = 0; i < 7; i++)
            assert_int_equal(p[i], 0);
        for (size_t i = 0; i < 9; i++)
            assert_int_equal(q[i], 0);
    }
    arena_release(&a);
}

static void overflow_array(void)
{
    struct arena a;
    arena_init(&a, false);
    arena_array(&a, SIZE_MAX / 2, 3);
}

static void overflow_alloc(void)
{
    struct arena a;
    arena_init(&a, false);
    volatile size_t all = SIZE_MAX; /* volatile: the compiler warns of the number itself */
    arena_alloc(&a, all - 3);
}

/* True when fn() ends the program by abort(). */
static bool aborts(void (*fn)(void))
{
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        close(STDERR_FILENO);
        fn();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

static void test_sizes_that_overflow_are_bugs(void **state)
{
    (void)state;
    assert_true(aborts(overflow_array));
    assert_true(aborts(overflow_alloc));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed_and_aligned),
        cmocka_unit_test(test_allocations_do_not_overlap),
        cmocka_unit_test(test_bigger_than_a_block),
        cmocka_unit_test(test_used_counts),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_release_of_nothing),
        cmocka_unit_test(test_wipe),
        cmocka_unit_test(test_sizes_that_overflow_are_bugs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
